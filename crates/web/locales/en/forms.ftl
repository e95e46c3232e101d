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
conflict-by-me = Only you changed this.
conflict-by-them = Only the other person changed this.
conflict-by-both = Both of you changed this. Look closely before you choose.
conflict-mine = What you typed
conflict-theirs = What has been saved
conflict-save = Save what I chose
amount-not-recognised = Type the amount in digits, for example 53,700.
draft-open = You are looking at a draft kept at { $when }. It has not been saved yet.
draft-drop = Throw the draft away and go back to what is saved
readers-centre = What you write here is read by staff of { $centre }. The person may ask to see it.
readers-both = What you write here is read by staff of { $centre } and officers of { $municipality }. The person may ask to see it.
conflict-title = Somebody else changed this too
conflict-somebody = a colleague
conflict-meanwhile = a moment ago
conflict-read-again = Somebody changed this after you opened it. Read it again as it is now, then save once more.
agency-find = Find
agency-find-empty = Type a part of the agency's name, then press “Find”.
agency-find-none = No agency is called “{ $name }”. Try a shorter part or another name of it.
agency-find-several = Several agencies are called “{ $name }”. Choose one below.
agency-find-found = Agencies that fit ({ $count })
agency-find-many = { $count } agencies fit; these are the first { $shown }. Type a little more of the name and look again
agency-search = Part of the name
