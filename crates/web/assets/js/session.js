// Five minutes before the session ends the page says so; one key extends it. It appears only where nothing has been sent
// for that long, so it never takes the focus from somebody who is typing into a form with drafts.
import { send } from './request.js';

const WARNING = 5 * 60 * 1000;

/** Starts the clock of the page; each answered request starts it anew. */
export function warnBeforeEnd(page) {
  const seconds = Number(page.body.dataset.sessionSeconds);
  const box = page.querySelector('[data-session-warning]');
  if (!seconds || !box) return;
  const button = box.querySelector('[data-session-extend]');
  const answer = box.querySelector('[data-session-answer]');
  let before = null;
  let timer = 0;

  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, Math.max(0, seconds * 1000 - WARNING));
  };
  const warn = () => {
    before = document.activeElement;
    answer.textContent = '';
    box.hidden = false;
    button.focus();
  };
  button.addEventListener('click', async () => {
    const extended = await send('/session/extend', new URLSearchParams()).catch(() => false);
    answer.textContent = extended ? answer.dataset.extended : answer.dataset.failed;
    if (!extended) return;
    before?.focus?.();
    setTimeout(() => { box.hidden = true; }, 4000);
  });
  page.addEventListener('banso:answered', start);
  start();
}
