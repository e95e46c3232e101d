# Resources: the list and one entry
resources-title = Resources
resources-link = Look for a resource
resources-lead = Services and desks of the region. What is published and what the region knows stand side by side, in the order of their readings.
resources-words = Words
resources-words-hint = A part of a name, organisation, address or telephone number. Words with blanks between are all looked for.
resources-every-kind = All
resources-none = Nothing found
resources-none-body = Try fewer words, or kana. If nothing is there yet, the administrator reads open data in (operator guide).
resources-count = { $count ->
    [one] One entry
   *[other] { $count } entries
 }
resource-title = Resource
resource-place = Place
resource-sure = How sure
resource-sure-confirmed = Confirmed
resource-sure-as-published = As published
resource-sure-in-doubt = To be confirmed
resource-sure-no-longer-listed = Listed no more
resource-sure-on = { $word } ({ $day })
resource-edited-by = Written by the region ({ $agency }, { $day })
resource-lost-letters = Where a question mark stands, a letter was lost when the published list was converted. Call and ask.
resource-source-says = (published: { $words })
resource-at-site = Other services at this site
resource-elsewhere = Other sites of the organisation
resource-source-wamnet = Source: open data of the 障害福祉サービス等情報公表システム (WAM NET), adapted
resource-source-madoguchi = Source: くらし支援ナビ (JUNKBRANDING), CC BY 4.0, adapted
resource-source-municipal = Source: open data of the municipality (CC BY), adapted
resource-source-hsds = Form: Human Services Data Specification (Open Referral, https://openreferral.org/)
resource-source-region = Written by this region
resource-field-organisation-name = Organisation
resource-field-organisation-kana = Organisation (kana)
resource-field-corporate-number = Corporate number
resource-field-organisation-municipality = Municipality of the organisation
resource-field-organisation-street = Street of the organisation
resource-field-organisation-phone = Telephone of the organisation
resource-field-organisation-fax = Fax of the organisation
resource-field-organisation-url = Page of the organisation
resource-field-service-kind = Kind of service
resource-field-name = Name
resource-field-kana = Kana
resource-field-plain-name = In plain words
resource-field-department = Department
resource-field-description = Description
resource-field-topic = What can be asked
resource-field-office-number = Office number
resource-field-designated-by = Designated by
resource-field-eligibility = For whom
resource-field-fees = Fees
resource-field-capacity = Capacity
resource-field-free-places = Free places
resource-field-waiting = Waiting time
resource-field-application = How to apply
resource-field-reservation = Appointment
resource-field-contact-methods = Ways to contact
resource-field-contact-type = Kind of desk
resource-field-languages = Languages
resource-field-hours-weekday = Hours on weekdays
resource-field-hours-saturday = Hours on Saturdays
resource-field-hours-sunday = Hours on Sundays
resource-field-hours-holiday = Hours on holidays
resource-field-hours-note = About the hours
resource-field-closed-days = Closed on
resource-field-when-closed = When closed
resource-field-jurisdiction = Municipality code
resource-field-scope = Scope
resource-field-service-area = Area served
resource-field-postcode = Postcode
resource-field-municipality = Municipality
resource-field-street = Street
resource-field-phone = Telephone
resource-field-fax = Fax
resource-field-email = Mail
resource-field-contact-form = Contact form
resource-field-url = Page
resource-field-latitude = Latitude
resource-field-longitude = Longitude
resource-field-accessibility = Accessibility
resource-field-transport = How to get there
resource-field-verified-on = Last looked at
resource-field-how-sure = How sure
resource-field-status = State of publication
resource-field-source-page = Page of the source
resource-field-strengths = Good at
resource-field-weak-points = Not so good at
resource-field-limits = Limits
resource-field-preferred-contact = Preferred contact
resource-field-region-note = Note of the region
resources-number = No.
resources-narrow = Narrow down by place, hours and need
resources-narrow-do = Narrow down
resources-area = Municipality
resources-area-hint = For example 札幌市, 東京都府中市
resources-distance = Distance from the town hall
resources-within = Within { $kilometres } km
resources-on = Open on
resources-on-hint = Today if left empty
resources-at = Open at
resources-at-hint = For example 10:30
resources-time-wrong = Write the time as 10:30 or 2:30pm.
resources-time-missing = Write at what time it should be open, too: 10:30
resources-need = Need
resources-only = Conditions
resources-untold = Also those that tell no hours
resources-free = Those known to have free places
resources-known = Those that agencies here have worked with
resources-open-now = Open now
resources-near-us = Near { $town }
resources-chip-words = Words: { $words }
resources-chip-around = { $kilometres } km around { $area }
resources-chip-open = Open on { $day } at { $time }
resources-free-of = { $count } free
resources-known-by = { $count ->
    [one] One agency has worked with it
   *[other] { $count } agencies have worked with it
}
resources-area-unknown = Where this place has its town hall is not known, so it was looked for in addresses, and no distance was measured.
resources-area-several = Several municipalities have this name: { $towns }. Write the prefecture before it to mean one.
resources-by-distance = The nearest to the town hall come first, as the crow flies.
resources-without-point = { $count ->
    [one] For one more it is not known where it is.
   *[other] For { $count } more it is not known where they are.
}
resources-untold-left = { $count ->
    [one] One more tells no hours for that day. Call and ask.
   *[other] { $count } more tell no hours for that day. Call and ask.
}
resources-untold-in = { $count ->
    [one] One of these tells no hours for that day. Call and ask.
   *[other] { $count } of these tell no hours for that day. Call and ask.
}
resources-map = Where they are
resources-map-lead = The numbers are those of the list above. Roads and rivers are not drawn.
resources-map-page = Only those of this page are drawn.
resources-map-says = A picture of the { $count } entries whose place is known, by their numbers in the list; municipalities are named where their town halls stand.
resources-map-north = N
resource-field-needs = Needs
resource-need-food = Nothing to eat
resource-need-housing = Nowhere to sleep
resource-need-rent = Rent and housing
resource-need-utilities = Electricity, gas, water
resource-need-money = Money to live on
resource-need-medical = Medical costs
resource-need-work = Work
resource-need-debt = Debts
resource-need-violence = Getting away from violence
resource-need-children = Children, pregnancy, single parents
resource-need-mental = Mind or body at its limit
resource-need-disability = Living with a disability or an illness
resource-need-care = Care of relatives
resource-need-unknown = Not sure where to begin
resources-chosen = { $count ->
    [one] One place chosen
   *[other] { $count } places chosen
}
resource-refer = Write it into a referral of this case
shortlist-title = Places to compare
shortlist-show = Look at the chosen ones together
shortlist-show-hint = Tick numbers in the list, ten at most.
shortlist-put = Put it on a sheet for the person
shortlist-heading = Places you can go and ask
shortlist-lead = Let us choose together. Whether you go is for you to decide.
shortlist-what = What it is for
shortlist-where = Where
shortlist-when = When
shortlist-phone = Telephone
shortlist-say = What to say
shortlist-ask = Please call and ask
shortlist-no-phone = None is written. Let us find out together.
shortlist-hours-ask = Please call and ask
shortlist-hours-weekday = Monday to Friday: { $from } to { $to }
shortlist-hours-saturday = Saturday: { $from } to { $to }
shortlist-hours-sunday = Sunday: { $from } to { $to }
shortlist-hours-holiday = Holidays: { $from } to { $to }
shortlist-closed = Closed: { $days }
shortlist-gone = It may have closed. Please call first.
shortlist-remove = Take off this sheet
shortlist-more = Find other places
shortlist-nothing-kept = Nothing about you is on this sheet.
shortlist-kind-transition = A place to practise working and to look for a job
shortlist-kind-retention = A place that helps people who have begun to work to go on
shortlist-kind-continuation-a = A place to work with help. You get wages.
shortlist-kind-continuation-b = A place to work at your own pace. You get some pay.
shortlist-kind-life-training = A place to practise everyday life
shortlist-kind-function-training = A place to practise moving your body
shortlist-kind-settling = Somebody to call in trouble, for people who live alone
shortlist-kind-group-home = A house where a few people live together, with help
shortlist-kind-peers = A place where people with similar troubles meet and talk
shortlist-say-visit = “May I come and see the place? I would also like to ask whether I can use it.”
shortlist-say-food = “I have nothing to eat today. Can I talk to somebody?”
shortlist-say-housing = “I have nowhere to sleep tonight. Can I talk to somebody?”
shortlist-say-rent = “I cannot pay my rent and may lose my home.”
shortlist-say-utilities = “My electricity or water may be cut off. Can I talk to somebody?”
shortlist-say-money = “I have no money to live on. Can I talk to somebody?”
shortlist-say-medical = “I am worried about paying a doctor. Can I talk to somebody?”
shortlist-say-work = “I would like to talk about work.”
shortlist-say-debt = “I would like to talk about debts.”
shortlist-say-violence = “I want to get away from somebody at home. Is there a safe place to talk?”
shortlist-say-children = “I would like to talk about my child.”
shortlist-say-mental = “My mind and body are at their limit. Can I talk to somebody?”
shortlist-say-disability = “I have a disability or an illness. I would like to ask about help with daily life.”
shortlist-say-care = “I would like to talk about caring for my family.”
shortlist-say-unknown = “I do not know where to begin. Would you listen?”
resources-for-case = Find places to go
resources-for-need = Find places for “{ $need }”
resource-postcode-hint = Seven digits, such as 041-0844
resources-unlikely = { $count ->
    [one] There is one on this page.
   *[other] There are { $count } on this page.
}
resource-in-plans = { $count } plans lead here.
shortlists-title = Shortlists that were kept
shortlists-lead = The person wanted these kept. They can be opened again and looked at together.
shortlists-none = No shortlist is kept.
shortlists-none-body = Look for places and choose some to compare; they can be kept here.
shortlists-kept = { $day }, { $who }
shortlists-gone = { $name } (not listed by its source since { $day })
shortlists-open = Look at it again
shortlists-drop = Take this list out
shortlist-keep-title = Keep it with this case
shortlist-keep-wanted = The person wants it kept
shortlist-keep = Keep this list
done-shortlist-kept = The shortlist is kept.
done-shortlist-dropped = The shortlist is taken out.
