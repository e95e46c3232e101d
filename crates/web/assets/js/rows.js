// "Add another row": copies the last row of a list in the page. Without this script the button sends the form with
// add_row, and the server answers with one more row.

/** Watches every button named add_row; its value is the id of the element that holds the rows. */
export function addRows(page) {
  page.addEventListener('click', (event) => {
    const button = event.target.closest?.('button[name=add_row]');
    const list = button && document.getElementById(button.value);
    const last = list?.querySelector(':scope > [data-row]:last-of-type');
    if (!last) return;
    event.preventDefault();
    const row = last.cloneNode(true);
    const from = last.dataset.row;
    const to = String(Number(from) + 1);
    row.dataset.row = to;
    for (const part of row.querySelectorAll('*')) renumber(part, from, to);
    last.after(row);
    row.querySelector('input:not([type=hidden]), textarea, select')?.focus();
    row.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Ids and names of a row carry its number in brackets: actions[2].what. */
function renumber(part, from, to) {
  for (const name of ['id', 'name', 'for', 'aria-describedby', 'aria-labelledby', 'data-date-echo']) {
    const value = part.getAttribute(name);
    if (value) part.setAttribute(name, value.replaceAll(`[${from}]`, `[${to}]`));
  }
  if (part.matches('input[type=checkbox], input[type=radio]')) part.checked = false;
  else if (part.matches('input:not([type=hidden]), textarea')) part.value = '';
  else if (part.matches('select')) part.selectedIndex = 0;
  else if (part.matches('.field-error')) part.remove();
  else if (part.matches('.echo, [data-row-number]')) part.textContent = part.matches('.echo') ? '' : String(Number(to) + 1);
}
