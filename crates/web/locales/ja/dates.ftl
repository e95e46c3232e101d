# 日付の入力に答えることば（U1、U16）
date-empty = 日付を入力してください。
date-not-recognised = 日付として読めません。「令和7年4月1日」「R7.4.1」「2025/4/1」のように入力してください。
date-year-needs-era = { $year }年がどの年か分かりません。年は4けたか、令和・平成などをつけて入力してください。
date-year-out-of-range = { $year }年は入力できません。年を確かめてください。
date-no-such-month = { $month }月はありません。月は1から12で入力してください。
date-no-such-day = { $month }月に{ $day }日はありません。この年の{ $month }月は{ $last }日までです。
date-not-in-era = { $era }は{ $first }から{ $last }までです。
date-meant = { $date }ではありませんか。
date-before-era = { $era }は{ $first }からです。
date-other-weekday = 曜日が合いません。{ $date }です。
date-parts-differ = ふたつの日付が合いません（{ $date }と{ $other }）。どちらかひとつを入力してください。
date-other-precision = 日まで入力してください。
