// In the page itself, so that it runs before anything is fetched: the colours of the first picture, and all that the
// page at this address is going to need, asked for at once instead of one after the other.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // the browser keeps nothing for this site
    }
  };
  const { documentElement: root, head } = document;
  const chosen = read('mantine-color-scheme-value') ?? 'auto';
  const dark = chosen === 'dark' || (chosen === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  if (read('carrel-fonts')) root.setAttribute('data-fonts', '');

  const base = document.querySelector('meta[name="base"]').content.slice(0, -1);
  const path = location.pathname.startsWith(`${base}/`) ? location.pathname.slice(base.length) : location.pathname;
  const languages = [read('carrel-language'), ...navigator.languages].map((name) => name?.slice(0, 2));
  const language = languages.find((name) => name in window.carrelFiles.languages) ?? 'en';
  const page = window.carrelFiles.pages.find(([pattern]) => new RegExp(pattern).test(path));
  for (const file of [...window.carrelFiles.languages[language], ...(page?.[1] ?? [])]) {
    head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: `${base}/${file}` }));
  }
  const first = ['/api/app/session'];
  const manager = path.match(/^\/m\/(\d+)\/licenses$/)?.[1];
  if (manager && !location.search) {
    const list = `/api/app/managers/${manager}/v1/`;
    first.push(`${list}library?page=1&pageSize=10`, `${list}me`);
  }
  const ask = async (url) => {
    const answer = await fetch(base + url, { headers: { accept: 'application/json' } });
    return new Response(await answer.arrayBuffer(), answer); // read to its end, also where no page takes it
  };
  window.carrelFirst = Object.fromEntries(first.map((url) => [url, ask(url)]));
  for (const answer of Object.values(window.carrelFirst)) answer.catch(() => {}); // who takes the answer is told
})();
