// A form that came back: the reader starts at the list of what has to be mended, and each entry leads to its field.

/** Moves the focus to the error summary, if there is one. */
export function focusErrors(page) {
  const summary = page.querySelector('[data-error-summary]');
  if (!summary) return;
  summary.focus();
  summary.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const box = field.matches('fieldset') ? field.querySelector('input') : field;
    field.scrollIntoView({ block: 'center' });
    box?.focus({ preventScroll: true });
  });
}
