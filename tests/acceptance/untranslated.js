// What is seen of Couture that no translator could translate: without the marks of `translated.py`, and not data, which
// came from the server. In the page once, before its scripts.
(() => {
  const data = new Set();
  const keep = value => {
    if (Array.isArray(value)) {
      value.forEach(keep);
    } else if (value && typeof value === 'object') {
      Object.entries(value).forEach(([key, each]) => (data.add(key), keep(each)));
    } else if (value !== null) {
      data.add(String(value));
    }
  };
  const original = window.fetch;
  window.fetch = async (...args) => {
    const answer = await original(...args);
    const isOurs = answer.url.includes('/couture/api/') && /json/.test(answer.headers.get('Content-Type') ?? '');
    if (isOurs) {
      keep(await answer.clone().json());
    }
    return answer;
  };

  /** Texts, code and moments that people or their programs wrote, and cells, which are JupyterLab's. */
  const WRITTEN = 'code, pre, kbd, time, textarea, .cm-editor, .jp-RenderedMarkdown, .jp-OutputArea, .jp-Cell';
  /** What `Intl` writes of dates, times and sizes. */
  const OF_INTL =
    /\b((Jan|Febr?|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\w*|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(day)?|[AP]M|GMT|UTC|EES?T|ms|min|[kMG]B|bytes?)\b/g;
  const EXAMPLES = /\S+\.example\.(com|org)/g;

  const withoutMarked = text => {
    let rest = text;
    for (let before = null; before !== rest; ) {
      before = rest;
      rest = rest.replace(/\u200b[^\u200b\u00ad]*\u00ad/gu, ' ');
    }
    return rest;
  };
  const isData = text => {
    const found = text.replace(OF_INTL, '').trim();
    return !/\p{L}{2}/u.test(found) || data.has(found) || [...data].some(each => each.length > found.length && each.includes(found));
  };
  const isShown = each => each.checkVisibility({ visibilityProperty: true });
  const labels = each => {
    // What JupyterLab calls the content of a page.
    const isContent = each.parentElement?.matches('.jp-MainAreaWidget');
    return (isContent ? [] : ['title', 'aria-label', 'placeholder', 'aria-description']).filter(name => each.hasAttribute(name));
  };

  window.untranslated = () => {
    const found = new Set();
    const look = (text, where) => {
      const parts = withoutMarked(text).replace(EXAMPLES, '').split(/[\n,;:.()[\]{}"…→·]/u);
      if (parts.some(part => !isData(part))) {
        found.add(`${where}: ${text.trim().slice(0, 100)}`);
      }
    };
    for (const root of [...document.querySelectorAll('[class*=couture-]:not(.jp-MainAreaWidget)')].filter(isShown)) {
      const where = [...root.classList].find(each => each.startsWith('couture-'));
      for (const each of [root, ...root.querySelectorAll('*')].filter(isShown)) {
        const isNearest = each === root || each.closest('[class*=couture-]') === root;
        if (!isNearest || each.closest(WRITTEN)) {
          continue;
        }
        [...each.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).forEach(node => look(node.data, where));
        labels(each).forEach(name => look(each.getAttribute(name), `${where} ${name}`));
      }
    }
    return [...found];
  };
})();
