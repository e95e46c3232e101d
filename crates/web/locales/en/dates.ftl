# Answers to a typed date (U1, U16)
date-empty = Please enter a date.
date-not-recognised = This cannot be read as a date. Write it like 令和7年4月1日, R7.4.1 or 2025/4/1.
date-year-needs-era = It is not clear which year { $year } is. Write the year with four digits or with its era.
date-year-out-of-range = The year { $year } cannot be entered. Please check the year.
date-no-such-month = There is no month { $month }. Months go from 1 to 12.
date-no-such-day = Month { $month } of that year ends on day { $last }; there is no day { $day }.
date-not-in-era = { $era } ran from { $first } to { $last }.
date-meant = Is { $date } meant?
date-before-era = { $era } began on { $first }.
date-other-weekday = The weekday does not fit: that day is { $date }.
date-parts-differ = The two dates differ ({ $date } and { $other }). Please enter one of them.
date-other-precision = Please enter the date to the day.
