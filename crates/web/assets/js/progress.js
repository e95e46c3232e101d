// A file that takes a while: says that it is being made until it is there. Without this script the link opens the file as any other.

/** Watches links marked with data-making, which holds the words to show meanwhile; the element after them with data-progress shows it. */
export function showProgress(page) {
  page.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[data-making]');
    const shown = link?.closest('section')?.querySelector('[data-progress]');
    if (!shown || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute('aria-disabled')) return;
    make(link, shown);
  });
}

async function make(link, shown) {
  link.setAttribute('aria-disabled', 'true');
  say(shown, link.dataset.making, true);
  try {
    const response = await fetch(link.href, { credentials: 'same-origin' });
    const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    if (!response.ok || !name) throw new Error('not a file');
    const file = URL.createObjectURL(await response.blob());
    const save = Object.assign(document.createElement('a'), { href: file, download: name });
    save.click();
    URL.revokeObjectURL(file);
    say(shown, link.dataset.made, false);
    document.dispatchEvent(new Event('banso:answered'));
  } catch {
    // The server says what is wrong on a page of its own.
    location.assign(link.href);
  } finally {
    link.removeAttribute('aria-disabled');
  }
}

function say(shown, words, busy) {
  shown.hidden = false;
  shown.replaceChildren(document.createTextNode(words));
  if (!busy) return;
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', words);
  shown.append(bar);
}
