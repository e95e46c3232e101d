// A typed date is answered below the box: how the server has understood it, or why not.

const PAUSE = 350;

/** Watches every date box of the page, also those added later. */
export function followDates(page) {
  const waiting = new WeakMap();

  page.addEventListener('input', (event) => {
    const box = event.target;
    if (!box.dataset?.dateEcho || event.isComposing) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(() => ask(box), PAUSE));
  });
  // While a word is being composed nothing is asked; its end is one change.
  page.addEventListener('compositionend', (event) => {
    if (event.target.dataset?.dateEcho) ask(event.target);
  });
}

async function ask(box) {
  const echo = document.getElementById(box.dataset.dateEcho);
  const typed = box.value;
  if (!echo) return;
  try {
    const response = await fetch(`/echo/date?text=${encodeURIComponent(typed)}`);
    if (!response.ok || box.value !== typed) return;
    const answer = await response.json();
    echo.textContent = answer.text;
    echo.classList.toggle('echo--wrong', !answer.understood);
  } catch {
    // Without a connection the form is checked when it is sent.
    echo.textContent = '';
  }
}
