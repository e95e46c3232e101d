// In a long form Enter does not send: it ends a conversion, or moves on to the next field.

/** Guards every form with data-long. */
export function guardEnter(page) {
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    const field = event.target;
    if (!field.matches?.('form[data-long] input:not([type=submit], [type=button], [type=file])')) return;
    // keyCode 229 is what some browsers report for the Enter that confirms a conversion.
    if (event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    next(field)?.focus();
  });
}

function next(field) {
  const fields = [...field.form.elements].filter((other) => other.type !== 'hidden' && !other.disabled && other.tabIndex >= 0);
  return fields[fields.indexOf(field) + 1];
}
