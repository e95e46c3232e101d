// While the screen is shown to the person: one press empties it at once, and Back does not bring it back.

/** Watches the button that hides. Without this script the button ends the showing by an ordinary request. */
export function quickHide(page) {
  const button = page.querySelector('[data-quick-hide]');
  button?.addEventListener('click', (event) => {
    event.preventDefault();
    const form = button.form;
    document.body.querySelector('main')?.replaceChildren();
    document.body.querySelector('.identity')?.remove();
    const done = () => window.location.replace('/');
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin' }).then(done, done);
  });
}
