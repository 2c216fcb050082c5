import { expect, startEmpty, test } from './support.ts';

test('makes the first account of a new server, once', async ({ visitor, engine }) => {
  const { setupPage, stop } = await startEmpty(engine);
  try {
    const wrong = new URL(setupPage);
    wrong.searchParams.set('code', 'guessed');
    const fill = async () => {
      await visitor.getByLabel('Your name').fill('Noor Haddad');
      await visitor.getByLabel('Email').fill('noor@publisher.example');
      await visitor.getByRole('textbox', { name: 'New password' }).fill('the very first secret');
      await visitor.getByRole('button', { name: 'Create the account' }).click();
    };
    await visitor.goto(new URL('/', setupPage).href);
    await expect(visitor).toHaveURL(/\/setup$/);
    await visitor.goto(wrong.href);
    await fill();
    await expect(visitor.getByLabel('Set-up code')).toHaveAccessibleDescription(/is wrong/);
    await visitor.goto(setupPage);
    await fill();
    await expect(visitor.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await visitor.goto(setupPage);
    await expect(visitor).not.toHaveURL(/setup/);
  } finally {
    await stop();
  }
});
