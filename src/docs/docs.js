// The colours and the language that were chosen in the web app, which keeps them in this browser.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // the browser keeps nothing for this site
    }
  };
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // it holds for this page alone
    }
  };
  const root = document.documentElement;
  const THEME = 'mantine-color-scheme-value';
  const LANGUAGE = 'carrel-language';
  const show = (theme) => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  };
  show(read(THEME));

  const address = new URL(location.href);
  const language = read(LANGUAGE);
  if (!address.searchParams.has('lang') && ['en', 'it'].includes(language) && language !== root.lang) {
    address.searchParams.set('lang', language);
    location.replace(address.href);
  }

  document.addEventListener('DOMContentLoaded', () => {
    for (const link of document.querySelectorAll('a[data-language]')) {
      link.addEventListener('click', () => {
        keep(LANGUAGE, link.dataset.language);
        link.hash = location.hash;
      });
    }
    const button = document.querySelector('button[data-dark]');
    const isDark = () =>
      (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
    const name = () => {
      button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
    };
    button.addEventListener('click', () => {
      show(isDark() ? 'light' : 'dark');
      keep(THEME, root.dataset.theme);
      name();
    });
    name();
    button.hidden = false;
  });
})();
