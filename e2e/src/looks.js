// What a machine can see of a page. Each function answers with sentences about what is wrong; an empty list is good.
// The browser runs this before every page, under the name `looks`.
globalThis.looks = (() => {
  const NAMED_REGION = '[role=region][tabindex]';
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const box = (element) => element.getBoundingClientRect();
  const hiddenForEyes = (element) => element.closest('.visually-hidden, .skip') !== null;
  const words = (element) => (element.innerText || element.getAttribute('aria-label') || element.name || '').trim().slice(0, 40);
  const say = (element) => `<${element.localName} class="${element.className}"> ${words(element)}`;

  // Which page it is for a reader: the classes and names of everything in its main part.
  const features = (main) => {
    const found = new Set();
    for (const element of main.querySelectorAll('*')) {
      for (const name of element.classList) found.add(name);
      if (element.name && !/[[\]0-9-]/.test(element.name)) found.add(`${element.localName}:${element.name.split('.').pop()}`);
    }
    return [...found];
  };

  /** Reads pages in the background: where their links lead, what is on them, of whom they speak. */
  const read = (addresses) => Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address, { headers: { accept: 'text/html' } });
    const page = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    const found = { address, status: answer.status, page, at: new URL(answer.url).pathname, links: [], features: [], names: [] };
    if (!page) return found;
    const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const targets = [...parsed.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'));
    const forms = [...parsed.querySelectorAll('form[method=get]')].map((form) => form.getAttribute('action'));
    const here = new URL(address, location.origin);
    found.links = [...targets, ...forms].map((to) => new URL(to ?? '', here))
      .filter((to) => to.origin === location.origin).map((to) => to.pathname);
    found.features = features(parsed.querySelector('main') ?? parsed.body);
    found.names = [...parsed.querySelectorAll('.identity ruby')].map((ruby) => ruby.firstChild.textContent.trim());
    return found;
  }));

  /** What reaches over the right edge, apart from what may be scrolled in a named region of its own. */
  const sideways = () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => box(element).right > width + 1 && !element.parentElement?.closest(NAMED_REGION))
      .slice(0, 3).map((element) => `reaches over the edge: ${say(element)}`);
  };

  const SPACING = new CSSStyleSheet();
  SPACING.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);

  /** What is cut off when a reader widens lines, letters and words as WCAG 1.4.12 says. */
  const cutOffWithWiderText = () => {
    document.adoptedStyleSheets = [SPACING];
    const cut = [...document.body.querySelectorAll('*')].filter((element) => {
      if (hiddenForEyes(element) || !shown(element) || element.clientWidth <= 1 || element.matches('input, select, textarea')) return false;
      const { overflowX, overflowY } = getComputedStyle(element);
      return (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1)
        || (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
    });
    const covered = [...document.body.querySelectorAll('.button, .tag, .tabs a, .sections a')].filter(shown)
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline');
    const found = [...cut, ...covered].slice(0, 3).map((element) => `is cut off with wider text: ${say(element)}`);
    found.push(...sideways().map((line) => `with wider text, ${line}`));
    document.adoptedStyleSheets = [];
    return found;
  };

  const STOPS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const stops = () => [...document.querySelectorAll(STOPS)]
    .filter((element) => !element.disabled && element.tabIndex >= 0 && shown(element));
  const inOneLine = (element) => getComputedStyle(element).display === 'inline'
    && [...element.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  /** Walks backwards through everything that takes the focus: nothing may lie under a bar that stays (WCAG 2.4.11). */
  const focusUnderBars = () => {
    const hidden = [];
    for (const stop of stops().reverse()) {
      if (stop.matches('.table-frame')) continue;
      stop.focus();
      const { left, right, top, bottom } = box(stop);
      const points = [[left + 3, top + 3], [right - 3, bottom - 3], [left + 3, bottom - 3], [(left + right) / 2, (top + bottom) / 2]];
      const seen = points.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (stop.contains(there) || there.contains(stop) || stop.labels?.[0]?.contains(there));
      });
      if (!seen) hidden.push(`has the focus and is not seen: ${say(stop)}`);
    }
    document.activeElement.blur();
    if (document.querySelector('[tabindex]:not([tabindex="0"], [tabindex="-1"])')) hidden.push('a tabindex above 0 changes the order');
    return hidden.slice(0, 3);
  };

  /** Bars that stay while the page scrolls take at most a fifth of the height (U10). */
  const tallBars = () => [...document.querySelectorAll('.identity')]
    .filter((bar) => getComputedStyle(bar).position === 'sticky' && box(bar).height > innerHeight / 5)
    .map((bar) => `the bar is ${Math.round(box(bar).height)} px of ${innerHeight} high`);

  /** What a finger cannot hit: 24 px for everything that does not stand in a line of text, `main` px for the main buttons. */
  const smallTargets = (main) => stops().filter((stop) => !hiddenForEyes(stop) && !stop.matches('.table-frame, fieldset') && !inOneLine(stop))
    .flatMap((stop) => {
      const own = box(stop);
      const label = stop.matches('[type=checkbox], [type=radio]') && stop.labels[0] ? box(stop.labels[0]) : own;
      const height = Math.max(own.height, label.height);
      const width = Math.max(own.right, label.right) - Math.min(own.left, label.left);
      const least = stop.matches('.button, .menu > summary, .sections a, .tabs a, .chip, .input, .choice input') ? main : 24;
      const fits = height >= least - 0.5 && width >= Math.min(least, 24) - 0.5;
      return fits ? [] : [`is ${Math.round(width)}×${Math.round(height)} px, less than ${least}: ${say(stop)}`];
    }).slice(0, 3);

  /** What is written on the page; words that others published are told in their language. */
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest('script, style, .eco__name, .published :is(td, dd, .tabs)')) found.push(walker.currentNode.data.trim());
    }
    return found.filter(Boolean);
  };

  /** Words that are missing, keys that stand there instead, and sentences of the other language. */
  const wrongWords = (keys, foreign) => {
    const [bare, other] = [new Set(keys), new Set(foreign)];
    const found = [document.title, ...texts()].flatMap((text) => {
      if (/⟦|\{\s*\$|\{\{/.test(text)) return [`a text is missing: ${text}`];
      if (bare.has(text)) return [`a key stands there: ${text}`];
      return other.has(text) ? [`is not translated: ${text}`] : [];
    });
    return [...new Set(found)].slice(0, 5);
  };

  /** Whom the title or an address of the page names (U10). */
  const namesOutside = (names) => {
    const where = decodeURIComponent([document.title, location.href, document.referrer,
      ...[...document.querySelectorAll('a[href], form[action]')].map((to) => to.getAttribute('href') ?? to.getAttribute('action'))].join(' '));
    const close = (text) => text.replace(/[\s　]/g, '');
    return names.filter((name) => close(where).includes(close(name))).map((name) => `the title or an address names ${name}`);
  };

  /** One main heading, a title, a language. */
  const frame = (lang) => {
    const found = [];
    const headings = document.querySelectorAll('h1').length;
    if (headings !== 1) found.push(`there are ${headings} main headings`);
    if (!document.title.trim()) found.push('there is no title');
    if (document.documentElement.lang !== lang) found.push(`the page says it is in ${document.documentElement.lang}`);
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length) found.push(`the id ${twice[0]} stands there twice`);
    return found;
  };

  /** Each state is a word with a shape, and the shape is drawn in a colour that is seen (U25). */
  const bareStates = () => [...document.querySelectorAll('.tag, .due__why, .step__mark, .banner')].filter(shown).flatMap((state) => {
    const picture = state.querySelector('svg');
    const text = (state.closest('.step') ?? state).innerText.trim();
    if (!text) return [`a state has no word: ${say(state)}`];
    if (state.matches('.due__why') && !picture) return [];
    if (!picture || box(picture).width < 8) return [`a state has no shape: ${say(state)}`];
    const paper = getComputedStyle(state).backgroundColor;
    const inks = [picture, ...picture.querySelectorAll('*')].flatMap((part) => {
      const { fill, stroke } = getComputedStyle(part);
      return [fill, stroke];
    }).filter((ink) => ink !== 'none');
    return inks.some((ink) => ink !== paper) ? [] : [`a shape is drawn in the colour of the paper: ${say(state)}`];
  }).slice(0, 3);

  /** What still moves for somebody who asked for stillness. */
  const movements = () => [...document.body.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s');
  }).slice(0, 3).map((element) => `moves: ${say(element)}`);

  /** Barriers that axe-core finds. */
  const barriers = async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'],
    });
    return violations.map(({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.slice(0, 2).map(({ html }) => html.slice(0, 160)).join(' | ')})`);
  };

  /** A form that came back: the summary has the focus and leads to fields, the title says so, no word of programmers (U16). */
  const poorErrors = () => {
    const summary = document.querySelector('[data-error-summary]');
    if (!summary) return [];
    const found = [];
    if (document.activeElement !== summary) found.push('the summary of errors has not the focus');
    if (!/^(エラー：|Error: )/.test(document.title)) found.push(`the title does not say that something is wrong: ${document.title}`);
    for (const link of summary.querySelectorAll('a')) {
      const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) found.push(`an error leads nowhere: ${link.hash} ${link.innerText}`);
      else if (field.closest('.field') && !field.closest('.field').innerText.includes(link.innerText.trim())) {
        found.push(`beside the field it says something else: ${link.innerText}`);
      }
    }
    if (/invalid|null|undefined|NaN|error code|parse/i.test(summary.innerText)) found.push(`words of programmers: ${summary.innerText}`);
    return found;
  };

  /** The main form of the page without an answer, its dates filled with `day`; how many dates it has, null without a form. */
  const fillIn = (day) => {
    const button = document.querySelector('main form[method=post] .button--primary:not(.visually-hidden)');
    if (!button?.form) return null;
    for (const field of button.form.elements) {
      if (field.matches('input[type=text], textarea')) field.value = field.dataset.dateEcho ? day : '';
      else if (field.matches('input[type=checkbox], input[type=radio]')) field.checked = false;
    }
    button.dataset.toBeSent = 'yes';
    return button.form.querySelectorAll('[data-date-echo]').length;
  };

  /** Sends it; `window.sent` is gone once another page is there. */
  const send = () => {
    window.sent = true;
    document.querySelector('[data-to-be-sent]').click();
  };

  /** Whether the form came back, and how many dates still say `day`. */
  const answered = (day) => ({
    back: document.querySelector('[data-error-summary]') !== null,
    kept: [...document.querySelectorAll('[data-date-echo]')].filter((field) => field.value === day).length,
  });

  return { read, fillIn, send, answered, sideways, cutOffWithWiderText, focusUnderBars, tallBars, smallTargets, wrongWords, namesOutside, frame,
    bareStates, movements, barriers, poorErrors };
})();
