# Conferences and decisions of a case; the municipality’s decision and confirmation
sittings-decision = Decision and confirmation:
sittings-tasks = Agreed in conferences
sittings-no-tasks = No roles have been agreed yet.
sittings-none-coming = No conference is planned.
sittings-none-sat = No conference has discussed this case yet.
sittings-conference = Conference
sittings-conference-needed = Choose the conference.
task-open = To do
task-done-on = Done ({ $day })
task-finish = Mark as done
done-task-finished = Marked as done
decision-title = Decision and confirmation
decision-no-plan = There is no plan yet
decision-given = Decided or confirmed ({ $day })
decision-waits = Waiting for the municipality
decision-conference-first = The conference has not approved yet
decision-see = See what it is about
decision-officer-only = The municipal officer decides and confirms. You can read it here.
decision-given-title = What was decided and confirmed
decision-whole-plan = See the whole plan
decision-basis = To be checked before deciding
decision-decide = Decide and confirm
decision-readers = Staff of { $centre } read this. The person is told the result.
decision-on = Date of decision or confirmation
decision-comment = Comment
decision-line-other = Other support and related programmes
decision-line-needed = Choose for “{ $line }”.
decision-person = The person’s answer
decision-person-agrees = Agrees ({ $day })
decision-person-declines = Does not agree ({ $day }): { $reason }
decision-person-not-asked = Could not be asked ({ $day }): { $reason }
decision-sittings = Support coordination conference
decision-sitting = { $day }: { $conclusion }
decision-application = Application for statutory services
decision-applied = Applied
decision-not-applied = Not applied
decision-by = Officer
decision-to-check = Check
decision-check = Check the decision
decision-check-intro = Nothing has been recorded yet. Check it, then record it.
decision-record = Record this
decision-change = Change
decision-changed = This case changed while you were reading it
decision-changed-do = What you chose is kept. Look at the plan below again, then go on.
done-decision-recorded = The decision is recorded
outcome-decided = Decide to support
outcome-confirmed = Confirm
outcome-recorded = Decided by its own procedure (record only)
outcome-refused = Do not grant
decisions-intro = Plans that a conference has approved and that wait for the municipality, longest wait first.
decisions-caption = { $count ->
    [one] One plan is waiting
   *[other] { $count } plans are waiting
}
decisions-approved-on = Conference on
decisions-waiting = Waiting
decisions-days = { $count ->
    [one] one day
   *[other] { $count } days
}
decisions-none = No plan is waiting
decisions-none-body = Plans appear here once a conference has approved them.
# When monitoring is due
monitoring-intro = Monitoring (due by the end of the month) and ends of plans, in order of date.
monitoring-overdue = Overdue
monitoring-calendar = By month
monitoring-table = Table
monitoring-views = View
monitoring-caption = Monitoring and ends of plans
monitoring-on = Due
monitoring-kind = What
monitoring-week = Week of { $from }
monitoring-closed-day = { $day }: { $name }
monitoring-year-end = closed over the New Year
monitoring-holiday = public holiday ({ $name })
monitoring-last-open = What is due by the end of the month: by { $day }, the last working day.
monitoring-holidays-unknown = The holidays of this year are not registered yet.
monitoring-turn = Other months
monitoring-earlier = Earlier three months
monitoring-later = Next three months
monitoring-cut = { $month } has more than { $most } dates; the first { $most } are shown. The rest is in the files below, such as Excel.
monitoring-more-overdue = There are more that are overdue.
monitoring-all-overdue = All overdue cases
monitoring-none-month = Nothing is due in this month.
monitoring-none = Nothing is due
monitoring-none-body = Plans in support with a month of monitoring or an end appear here.
