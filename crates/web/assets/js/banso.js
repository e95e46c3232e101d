// Additions to pages that work without them. Each file looks for its own marks in the page and leaves the rest alone.
// Words stand in the page, never here.
import { followDates } from './date-echo.js';
import { keepDrafts } from './drafts.js';
import { guardEnter } from './enter.js';
import { focusErrors } from './errors.js';
import { closeMenus } from './menus.js';
import { showProgress } from './progress.js';
import { quickHide } from './quick-hide.js';
import { addRows } from './rows.js';
import { warnBeforeEnd } from './session.js';

focusErrors(document);
followDates(document);
guardEnter(document);
addRows(document);
keepDrafts(document);
closeMenus(document);
showProgress(document);
quickHide(document);
warnBeforeEnd(document);
