import { expect, lend, linkIn, mailTo, oneTimeCode, signIn, test } from './support.ts';

test('signs in with a password, and says why not', async ({ visitor, carrel }) => {
  await visitor.goto('/');
  await expect(visitor).toHaveURL(/\/sign-in/);
  await visitor.getByLabel('Email').fill(carrel.email);
  await visitor.getByRole('textbox', { name: 'Password' }).fill('certainly not this');
  await visitor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(visitor.getByRole('alert')).toContainText('Wrong email or password.');
  await visitor.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
  await visitor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();
});

test('comes back to the page that was asked for', async ({ visitor, carrel, manager }) => {
  await visitor.goto(`${manager}/activity?kind=license.assigned`);
  await visitor.getByLabel('Email').fill(carrel.email);
  await visitor.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
  await visitor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(visitor).toHaveURL(/activity\?kind=license.assigned/);
});

test('signs in by a mailed link', async ({ visitor, carrel }) => {
  await visitor.goto('/sign-in');
  await visitor.getByLabel('Email').fill(carrel.email);
  await visitor.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(visitor.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  const mail = await mailTo(visitor.request, carrel, carrel.email, /link to sign in/);
  await visitor.goto(linkIn(mail, '/sign-in/link'));
  await expect(visitor.getByText(`This link signs you in as ${carrel.email}.`)).toBeVisible();
  await visitor.getByRole('button', { name: 'Sign in and continue' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();
});

test('invites a viewer, who sees everything and changes nothing', async ({ page, visitor, manager, carrel }) => {
  const { student } = await lend(page, manager, carrel.url, 'Vera Visible');
  await page.goto(`${manager}/members`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('Email').fill('vic@guest.example');
  await page.getByRole('radio', { name: 'Viewer' }).check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByRole('row', { name: /vic@guest.example/ })).toContainText('Invited');
  const mail = await mailTo(page.request, carrel, 'vic@guest.example', /./);
  await visitor.goto(linkIn(mail, '/invitation/'));
  await visitor.getByLabel('Your name').fill('Vic Guest');
  await visitor.getByRole('textbox', { name: 'New password' }).fill('quite a long secret');
  await visitor.getByRole('button', { name: 'Accept' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();
  await expect(visitor.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await expect(visitor.getByRole('button', { name: /Assign/ })).toHaveCount(0);
  await visitor.goto(`${manager}/users?search=vera&open=${student.id}`);
  await expect(visitor.getByRole('table', { name: 'Licenses of Vera Visible' })).toBeVisible();
  for (const path of [
    `users?search=vera&open=${student.id}&dialog=assign`,
    'links?dialog=create',
    'api?dialog=create',
    'members?dialog=invite',
  ]) {
    await visitor.goto(`${manager}/${path}`);
    await expect(visitor.getByRole('heading', { level: 1 })).toBeVisible();
    await visitor.waitForLoadState('networkidle');
    await expect(
      visitor.getByRole('button', { name: /^(Add|Assign|Create|Delete|Edit|Invite|Remove|Revoke)/ }),
    ).toHaveCount(0);
    await expect(visitor.getByRole('dialog')).toHaveCount(0);
  }
});

test('chooses a new password by mail, and adds a second factor', async ({ page, visitor, manager, carrel }) => {
  const person = { ...carrel, email: 'ines@guest.example', password: 'the first long secret' };
  await page.goto(`${manager}/members?dialog=invite`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await visitor.goto(linkIn(await mailTo(page.request, carrel, person.email, /./), '/invitation/'));
  await visitor.getByLabel('Your name').fill('Ines');
  await visitor.getByRole('textbox', { name: 'New password' }).fill(person.password);
  await visitor.getByRole('button', { name: 'Accept' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();

  await visitor.goto('/forgot');
  await visitor.getByLabel('Email').fill(person.email);
  await visitor.getByRole('button', { name: 'Email me the link' }).click();
  await visitor.goto(linkIn(await mailTo(page.request, carrel, person.email, /password/i), '/reset'));
  person.password = 'the second long secret';
  await visitor.getByRole('textbox', { name: 'New password' }).fill(person.password);
  await visitor.getByRole('button', { name: 'Save the password' }).click();
  await expect(visitor.getByRole('heading', { name: 'The password is changed' })).toBeVisible();

  await signIn(visitor.request, carrel, person);
  await visitor.goto('/account?dialog=two-factor');
  const dialog = visitor.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible();
  const key = await dialog.getByRole('textbox', { name: 'Key' }).inputValue();
  await dialog.getByLabel('Six-digit code').fill(oneTimeCode(key));
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByText('Keep these codes')).toBeVisible();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(visitor.getByText('Two-factor sign-in is on.')).toBeVisible();

  await visitor.context().clearCookies();
  await visitor.goto('/sign-in');
  await visitor.getByLabel('Email').fill(person.email);
  await visitor.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await visitor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(visitor.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await visitor.getByLabel('Six-digit code').fill(oneTimeCode(key, 1)); // no code is taken twice
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();
});

test('asks to sign in again where the session ended, and comes back', async ({ page, manager, carrel }) => {
  await page.goto(`${manager}/users?sort=progress`);
  await expect(page.getByRole('table')).toBeVisible();
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Page 2' }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/users\?sort=progress&page=2/);
  await expect(page.getByRole('table')).toBeVisible();
});

test('signs out', async ({ page, manager, carrel }) => {
  await signIn(page.request, carrel);
  await page.goto(`${manager}/licenses`);
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goto(`${manager}/licenses`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test('goes from the address over the password to the button, and says why one has to sign in', async ({ visitor }) => {
  await visitor.goto('/sign-in?reason=session_ended');
  await expect(visitor.getByRole('status').filter({ hasText: 'You were signed out' })).toBeVisible();
  await expect(visitor.getByLabel('Email')).toBeFocused();
  await visitor.keyboard.type('nobody@guest.example');
  await visitor.keyboard.press('Tab');
  await expect(visitor.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await visitor.keyboard.type('certainly not this');
  await visitor.keyboard.press('Tab');
  await expect(visitor.getByRole('button', { name: 'Sign in', exact: true })).toBeFocused();
  await visitor.keyboard.press('Enter');
  const password = visitor.getByRole('textbox', { name: 'Password' });
  await expect(password).toHaveAccessibleDescription(/Wrong email or password\./);
  await expect(visitor.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
});

test('gives who signs in by mail a second factor, a trusted browser and a password', async ({
  page,
  visitor,
  manager,
  carrel,
}) => {
  const { student } = await lend(page, manager, carrel.url, 'mona mailed');
  await visitor.goto('/sign-in');
  await visitor.getByLabel('Email').fill(student.email);
  await visitor.getByRole('button', { name: 'Email me a sign-in link' }).click();
  let used = '';
  const enter = async () => {
    const link = async () =>
      linkIn(await mailTo(visitor.request, carrel, student.email, /link to sign in/), '/sign-in/link');
    await expect.poll(link, { message: 'a link that was not used' }).not.toBe(used);
    used = await link();
    await visitor.goto(used);
    await visitor.getByRole('button', { name: 'Sign in and continue' }).click();
  };
  await enter();
  await expect(visitor).toHaveURL(/\/my/);

  await visitor.goto('/account?dialog=two-factor');
  const dialog = visitor.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Email me a code' }).click();
  const codeIn = async (index: number) => {
    const text = await mailTo(visitor.request, carrel, student.email, /Your code/);
    return text.match(/[A-Z2-9]{4}-[A-Z2-9]{4}/g)?.[index] ?? '';
  };
  await dialog.getByLabel('Code from the email').fill('WRNG-WRNG');
  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByLabel('Code from the email')).toHaveAccessibleDescription(/not the code that we emailed/);
  await dialog.getByLabel('Code from the email').fill(await codeIn(0));
  await dialog.getByRole('button', { name: 'Next' }).click();
  const key = await dialog.getByRole('textbox', { name: 'Key' }).inputValue();
  await dialog.getByLabel('Six-digit code').fill(oneTimeCode(key, -1));
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(visitor.getByText('Two-factor sign-in is on.')).toBeVisible();

  await visitor.request.post(`${carrel.url}/api/auth/sign-out`, { headers: { origin: carrel.url }, data: {} });
  await visitor.goto('/sign-in');
  await visitor.getByLabel('Email').fill(student.email);
  await visitor.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(visitor.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await enter();
  await expect(visitor.getByRole('heading', { name: 'One more step' })).toBeVisible();
  await visitor.getByLabel('Six-digit code').fill(oneTimeCode(key, 1));
  await visitor.getByLabel('Do not ask on this device for 30 days').check();
  await visitor.getByRole('button', { name: 'Sign in' }).click();
  await expect(visitor).toHaveURL(/\/my/);
  await visitor.goto('/account');
  await expect(visitor.getByText('Two-factor sign-in switched on')).toBeVisible();
  await visitor.getByRole('button', { name: /^Ask .* for a code again$/ }).click();
  await expect(visitor.getByText('None: every browser is asked for a code.')).toBeVisible();
});
