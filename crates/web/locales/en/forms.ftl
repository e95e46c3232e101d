# Fields
form-required = ※required
form-optional = ※optional
form-read-only = Cannot be edited
form-choose = Choose one
form-error-prefix = Error:
form-errors = { $count ->
    [one] Please check one entry
   *[other] Please check { $count } entries
}
draft-saving = Saving the draft
draft-saved = Draft saved {"{time}"}
draft-offline = No connection. What you typed stays on this page and is sent as soon as the connection is back.
draft-failed = The draft could not be saved. Please do not close this page.
draft-leave = Some of what you typed has not been saved.
confirm-consequences = This is what will happen.
conflict-who = While you were typing, { $who } saved this form ({ $when }).
conflict-count = { $count ->
    [one] One entry differs. Choose which one to keep.
   *[other] { $count } entries differ. Choose which ones to keep.
}
conflict-mine = What you typed
conflict-theirs = What has been saved
conflict-save = Save what I chose
