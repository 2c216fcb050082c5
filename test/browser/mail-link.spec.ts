import { expect, lend, linkIn, mailTo, test } from './support.ts';

test('one button leads from the mail of a license to that course, and a used link to a new one', async ({
  page,
  visitor,
  manager,
  carrel,
}) => {
  const { student, course } = await lend(page, manager, carrel.url, 'Mira Mailed');
  const link = linkIn(await mailTo(page.request, carrel, student.email, /access/), '/sign-in/link');
  await visitor.setViewportSize({ width: 360, height: 700 });
  await visitor.goto(link);
  await expect(visitor.getByText(`This link signs you in as ${student.email}.`)).toBeVisible();
  await expect(visitor.getByRole('main').getByRole('button')).toHaveCount(1);
  await visitor.screenshot({ path: '/tmp/mail-link-1.png' });
  await visitor.getByRole('button', { name: 'Sign in and go to the course' }).click();
  await expect(visitor).toHaveURL(/\/my\?course=\d+$/);
  await expect(visitor.locator('[data-came]').getByRole('heading', { name: course })).toBeInViewport();
  await visitor.screenshot({ path: '/tmp/mail-link-2.png' });

  await visitor.context().clearCookies();
  await visitor.goto(link);
  await expect(visitor.getByText('It works once, within seven days.')).toBeVisible();
  await visitor.screenshot({ path: '/tmp/mail-link-3.png' });
  await visitor.getByRole('button', { name: 'Send me a new one' }).click();
  await expect(visitor.getByText('A new link is on its way')).toBeVisible();
  await visitor.goto(
    linkIn(await mailTo(page.request, carrel, student.email.toLowerCase(), /Your link/), '/sign-in/link'),
  );
  await visitor.getByRole('button', { name: 'Sign in and go to the course' }).click();
  await expect(visitor).toHaveURL(/\/my\?course=\d+$/);
});
