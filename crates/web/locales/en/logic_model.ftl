# The logic model: what cooperation leads to
logic-model-title = Logic model
logic-model-link = See the logic model: what cooperation leads to
logic-model-lead = How agencies work together, what support becomes of it, what changes, and what that leads to. Arrows say what is thought, and prove nothing. The region talks it over and writes it anew.
logic-model-picture = Picture of the logic model
logic-model-picture-description = From left to right: cooperation, output, intermediate outcome and final outcome, as numbered boxes with arrows between them; an arrow that passes a column by is broken. The list below says the same.
logic-model-source = First drawn in: { $source }
logic-model-on = As of
logic-model-as-of = This is the model as of { $on }. To write it anew, open the model of today.
logic-model-none = No model was in use on this day
logic-model-none-body = It is before the day on which the model was published.
logic-model-today = See the model of today
logic-model-column = Column
logic-model-column-cooperation = Cooperation (around the person, without gaps)
logic-model-lead-of-cooperation = What agencies do so that support is about the person and has no gaps.
logic-model-lead-of-output = What becomes of support through cooperation.
logic-model-lead-of-intermediate = What changes for the person and the workplace through support.
logic-model-lead-of-final = Results close to what cooperation is for. By these alone nobody can tell whether cooperation is good.
logic-model-comes-from = What leads here
logic-model-leads-to = What it leads to
logic-model-leads-to-hint = Only boxes in columns to the right.
logic-model-figures-of = Indicators of “{ $box }”
logic-model-indicators = Indicators to read beside it
logic-model-indicators-hint = Choose none where nothing can be counted. It can be told in stories.
logic-model-indicators-count = { $count ->
    [one] 1 indicator
   *[other] { $count } indicators
 }
logic-model-stories = Stories
logic-model-stories-count = { $count ->
    [one] 1 story
   *[other] { $count } stories
 }
logic-model-told = { $by }, { $on }
logic-model-viewpoint = From whose side
logic-model-viewpoint-person = As the person sees it
logic-model-viewpoint-supporter = As supporters see it
logic-model-viewpoint-employer = As the firm sees it
logic-model-words = Words of the box
logic-model-words-hint = Up to 60 letters, in Japanese
logic-model-words-missing = Enter the words of the box
logic-model-english = Words in English
logic-model-english-hint = For pages in English. Without them the Japanese words stand there.
logic-model-story = What happened
logic-model-story-hint = Up to 600 letters. One change that no number tells. No names, no names of firms or agencies, no dates, no unusual course of life.
logic-model-story-missing = Enter what happened
logic-model-nobody = Is anybody recognised?
logic-model-nobody-yes = I made sure that nobody who reads it can tell whom it is about
logic-model-about = “{ $what }”: { $lead }
logic-model-new = Add a box
logic-model-deed-tell = Tell a story
logic-model-deed-write = Write the box anew
logic-model-deed-remove = Take the box out
logic-model-lead-tell = What cannot be counted is told in stories (R-06). All staff who support people read them.
logic-model-lead-write = Decide on its words, what it leads to, and its indicators. How it was before can be read by day.
logic-model-lead-remove = The box, its arrows and its stories leave the model of today. The model of earlier days keeps them.
logic-model-lead-back = This story leaves the model of every day. “{ $story }”
logic-model-back = Take the story back
logic-model-readers = What is written here is read by staff who support people. Nothing about a single person is written (R-62, P-117).
logic-model-versions = How it was written so far
logic-model-versions-lead = Press a day to read the model as it was at its end. Stories that were taken back stand on no day.
logic-model-version-on = Day
logic-model-version-what = What was done
logic-model-version-by = By which agency
logic-model-what-taken = The published model was taken over
logic-model-what-box-written = A box was written
logic-model-what-box-removed = A box was taken out
logic-model-what-story-told = A story was told
logic-model-what-story-taken-back = A story was taken back
done-logic-model-written = The box was written
done-logic-model-removed = The box was taken out
done-logic-model-told = The story was told
done-logic-model-taken-back = The story was taken back
