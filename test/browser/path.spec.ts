import { freePort } from '../support/postgres.ts';
import { has, type RunningProxy, startProxy } from '../support/proxy.ts';
import { type Carrel, expect, linkIn, mailTo, startCarrel, test } from './support.ts';

const BASE = '/carrel';

/** The quick start under a path, behind nginx with TLS. */
async function startBehind(
  taken: boolean,
): Promise<{ carrel: Carrel; proxy: RunningProxy; stop: () => Promise<void> }> {
  const port = await freePort();
  const carrel = await startCarrel('sqlite', {
    PUBLIC_URL: `https://localhost:${port}${BASE}/`,
    TRUSTED_PROXIES: '127.0.0.1',
  });
  const upstream = Number(new URL(carrel.url).port);
  const change = (text: string) =>
    taken ? text.replace('proxy_pass http://carrel;', 'proxy_pass http://carrel/;') : text;
  const proxy = await startProxy({ program: 'nginx', file: 'nginx-path.conf', upstream, port, change });
  const stop = async () => {
    await proxy.stop();
    await carrel.stop();
  };
  return { carrel, proxy, stop };
}

for (const taken of [false, true]) {
  test(`works under a path that the proxy ${taken ? 'takes off' : 'passes on'}`, async ({ browser }) => {
    test.skip(!has('nginx', '-v'), 'there is no nginx here');
    const { carrel, proxy, stop } = await startBehind(taken);
    const url = proxy.origin + BASE;
    const context = await browser.newContext({
      baseURL: `${url}/`,
      ignoreHTTPSErrors: true,
      storageState: { cookies: [], origins: [] },
    });
    const page = await context.newPage();
    const astray: string[] = [];
    page.on('request', (request) => {
      const path = request.url().slice(proxy.origin.length);
      if (!path.startsWith(`${BASE}/`) && path !== BASE && !request.url().startsWith('data:'))
        astray.push(request.url());
    });
    page.on('response', (response) => {
      // lists are asked for at once, also where nobody turns out to be signed in
      if (response.status() >= 400 && response.status() !== 401) astray.push(`${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => astray.push(error.message));

    await page.goto(`${url}/my`);
    await expect(page).toHaveURL(`${url}/sign-in?next=${encodeURIComponent('/my')}`);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.getByLabel('Email').fill(carrel.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(`${url}/my`);
    await page.goto(url);
    await expect(page).toHaveURL(/\/carrel\/m\/\d+\/licenses$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();
    await page.screenshot({ path: test.info().outputPath('licenses.png') });
    await page.getByRole('link', { name: 'Students' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Students' })).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /Export|CSV/ }).click();
    expect((await download).url()).toContain(`${BASE}/api/app/managers/`);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Students' })).toBeVisible();

    const cookies = (await context.cookies()).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(cookies.map(({ name, path, secure }) => [name, path, secure])).toEqual([
      ['__Secure-carrel.device', BASE, true],
      ['__Secure-carrel.session_token', BASE, true],
    ]);
    await page.goto(`${url}/sign-in`);
    await context.clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('Email').fill(carrel.email);
    await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
    const mail = await mailTo(page.request, carrel, carrel.email, /link to sign in/);
    const link = linkIn(mail, `${BASE}/sign-in/link`);
    expect(link.startsWith(`${url}/`)).toBe(true);
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in and continue' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();

    await page.goto(`${url}/api/licensing/docs`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate('getComputedStyle(document.querySelector(".operations")).position')).not.toBe('static');
    expect(astray).toEqual([]);
    await context.close();
    await stop();
  });
}

test('says on the sign-in page that it was opened by another address than its own', async ({ browser }) => {
  const plain = await startCarrel('sqlite', { PUBLIC_URL: 'https://carrel.example' });
  const page = await browser.newPage({ storageState: { cookies: [], origins: [] } });
  await page.goto(`${plain.url}/my?taken=1`);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Signing in does not work at this address');
  await expect(alert.getByRole('link', { name: 'Go to carrel.example' })).toHaveAttribute(
    'href',
    /^https:\/\/carrel\.example\/sign-in\?next=/,
  );
  await page.screenshot({ path: test.info().outputPath('plain.png') });
  await plain.stop();

  const other = await startCarrel('sqlite', { PUBLIC_URL: 'http://carrel.example' });
  await page.goto(`${other.url}/sign-in`);
  await expect(alert).toContainText('This server has another address');
  await other.stop();
  const own = await startCarrel();
  await page.goto(own.url.replace('localhost', '127.0.0.1'));
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(alert).toHaveCount(0);
  await own.stop();
  await page.close();
});
