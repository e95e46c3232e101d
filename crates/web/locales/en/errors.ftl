# When something did not work: no blame, and what can be done next
error-bad-request = We could not read what was sent
error-bad-request-advice = Go back, load the page again and try once more. What you typed is kept as a draft.
error-forbidden = You cannot do this
error-forbidden-advice = Your role does not allow it. If it is needed, ask the lead worker or an administrator.
error-not-found = Page not found
error-not-found-advice = The address has changed, or the page is not for you to see. Please look in the list of cases.
error-conflict = Somebody else was quicker
error-conflict-advice = What you typed is kept as a draft. Open the page again to see both versions side by side.
error-too-large = What was sent is too large
error-too-large-advice = Make the file smaller, or send it in parts.
error-too-many = Too many attempts
error-too-many-advice = To be safe we have stopped for a moment. Wait about a minute and try again.
error-internal = Something went wrong on our side
error-internal-advice = You did nothing wrong. Wait a little and try again. If it goes on, give the reference number below to an administrator.
error-reference = Reference number
error-home = To the start page
