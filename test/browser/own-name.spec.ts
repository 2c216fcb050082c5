import { expect, lend, linkIn, mailTo, test } from './support.ts';

for (const [language, words] of Object.entries({
  en: {
    wrong: 'Nat Wrogn',
    differs: 'Your licenses show the name “Nat Wrogn”.',
    label: 'Your name',
    save: 'Save',
    saved: 'The name is changed.',
  },
  it: {
    wrong: 'Tan Wrogn',
    differs: 'Sulle tue licenze compare il nome «Tan Wrogn».',
    label: 'Il tuo nome',
    save: 'Salva',
    saved: 'Il nome è cambiato.',
  },
}))
  test(`a student corrects the name that license managers see, ${language}`, async ({
    page,
    visitor,
    manager,
    carrel,
  }) => {
    const { student } = await lend(page, manager, carrel.url, words.wrong);
    await visitor.goto(linkIn(await mailTo(page.request, carrel, student.email, /access/), '/sign-in/link'));
    await visitor.getByRole('main').getByRole('button').click();
    await expect(visitor).toHaveURL(/\/my\?course=/);
    await visitor.evaluate(`localStorage.setItem('carrel-language', '${language}')`);
    await visitor.goto('/account');
    const name = visitor.getByLabel(words.label);
    const save = visitor.locator('form').filter({ has: name }).getByRole('button', { name: words.save });
    await expect(name).toHaveValue(words.wrong);
    await expect(save).toBeDisabled();
    await name.fill('Nat Right');
    await name.press('Enter');
    await expect(visitor.getByText(words.saved)).toBeVisible();
    await page.goto(`${manager}/users/${student.id}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Nat Right' })).toBeVisible();
    await expect(page.getByText(`it was “${words.wrong}”`).first()).toBeVisible();

    await visitor.route('**/api/app/my/name', (route) =>
      route.fulfill({ json: { name: 'Nat Right', onLicenses: words.wrong } }),
    );
    await visitor.reload();
    await expect(visitor.getByText(words.differs)).toBeVisible();
    await expect(save).toBeEnabled();
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 360],
    ] as const) {
      await visitor.emulateMedia({ colorScheme });
      await visitor.setViewportSize({ width, height: 900 });
      await visitor.screenshot({ path: `test-results/name-${language}-${colorScheme}-${width}.png` });
    }
  });
