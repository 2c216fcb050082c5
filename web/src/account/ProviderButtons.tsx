import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/types.ts';
import { useErrorText } from '../ui/problem.ts';
import { signInWith } from './auth.ts';

/** One button for each identity provider that the server knows. */
export function ProviderButtons({ providers, next }: { providers: Session['providers']; next: string }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const leave = useMutation({
    mutationFn: (id: string) => signInWith(id, next),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <>
      {providers.map((p) => (
        <Button
          key={p.id}
          variant="default"
          loading={leave.isPending && leave.variables === p.id}
          onClick={() => leave.mutate(p.id)}
        >
          {t('signIn.with', { name: p.name })}
        </Button>
      ))}
      {leave.error && (
        <Alert color="clay" role="alert">
          {text(leave.error)}
        </Alert>
      )}
    </>
  );
}
