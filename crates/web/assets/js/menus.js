// Open menus close with Escape and by a click elsewhere; the focus goes back to what opened them.

/** Watches every details element with data-menu. */
export function closeMenus(page) {
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    for (const menu of page.querySelectorAll('details[data-menu][open]')) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector('summary').focus();
    }
  });
  page.addEventListener('click', (event) => {
    for (const menu of page.querySelectorAll('details[data-menu][open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
