# Words shared by the pages of a case
case-identity = The { -person } this case is about
case-born = Born:
case-age = , aged { $age }
case-number = Case number
case-lead = Lead
case-cautions = Please note
steps-label = Course of support
steps-done = { $done } of { $all } steps done.
steps-now = Now: { $steps }.
steps-next = Can be begun: { $steps }.
steps-blocked = Waiting for something else: { $steps }.
step-done = done
step-now = you are here
step-next = next
step-blocked = not possible yet
step-skipped = left out
step-unrecorded = not recorded
step-ahead = later
summary-change = Change
summary-change-what = { $what }:
timeline-more = Read all
timeline-more-of = : { $title }
banner-success = Done:
banner-info = Notice:
banner-warning = Please note:
banner-error = Error:
due-overdue = { $count ->
    [one] one day late
   *[other] { $count } days late
}
due-today = due today
due-in-days = { $count ->
    [one] in one day
   *[other] in { $count } days
}
filter-chosen = Filters in force
filter-remove = , remove
filter-clear = Remove all
pages-label = Pages
pages-shown-more = { $first } to { $last } of more than { $total }; filter or search for others
count-more = more than { $count }
pages-shown = { $first } to { $last } of { $total }
pages-previous = Previous
pages-next = Next
pages-page = Page { $page }
