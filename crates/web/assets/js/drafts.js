// What is typed into a form with data-draft is sent to the server while typing. Without a connection the newest state
// waits in this page (nothing about a person is stored on the device) and is sent once when the connection is back.
import { send } from './request.js';

const PAUSE = 1500;
const RETRY = 20000;

/** Keeps drafts of every marked form of the page. */
export function keepDrafts(page) {
  for (const form of page.querySelectorAll('form[data-draft]')) {
    new Draft(form).start();
  }
}

class Draft {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector('[data-draft-state]');
    this.changed = false;
    this.sending = false;
    this.leaving = false;
    this.timer = 0;
  }

  start() {
    this.form.addEventListener('input', (event) => event.isComposing || this.touch());
    this.form.addEventListener('compositionend', () => this.touch());
    this.form.addEventListener('change', () => this.touch());
    this.form.addEventListener('submit', (event) => {
      // Without a connection sending would replace the page by the browser's own message.
      if (navigator.onLine) {
        this.leaving = true;
      } else {
        event.preventDefault();
        this.say('offline');
      }
    });
    window.addEventListener('online', () => this.changed && this.save());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.changed) this.save();
    });
    // The browser asks before it throws away something that has not reached the server.
    window.addEventListener('beforeunload', (event) => {
      if ((this.changed || this.sending) && !this.leaving) event.preventDefault();
    });
  }

  touch() {
    this.changed = true;
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  async save() {
    if (this.leaving) return;
    if (this.sending) return this.later(PAUSE);
    if (!navigator.onLine) return this.say('offline');
    this.sending = true;
    this.changed = false;
    this.say('saving');
    try {
      if (await send(`/drafts/${this.form.dataset.draft}`, body(this.form))) {
        this.say('saved');
      } else {
        this.fail('failed');
      }
    } catch {
      this.fail('offline');
    } finally {
      this.sending = false;
    }
  }

  fail(word) {
    this.changed = true;
    this.say(word);
    this.later(RETRY);
  }

  say(word) {
    if (!this.state) return;
    this.state.textContent = (this.state.dataset[word] ?? '').replace('{time}', now());
    this.state.classList.toggle('draft-state--wrong', word === 'offline' || word === 'failed');
  }
}

/** The fields of the form without the token and without chosen files, which are sent only with the form itself. */
function body(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name !== 'csrf' && typeof value === 'string') fields.append(name, value);
  }
  return fields;
}

function now() {
  return new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit', hour12: false })
    .format(new Date());
}
