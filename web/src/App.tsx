import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Suspense } from 'react';
import { queryClient } from './api/queries.ts';
import { router } from './router.tsx';
import { lazyPart } from './shell/lazy.ts';
import { theme } from './ui/theme.ts';

const ShortWords = lazyPart(() => import('./shell/later.ts'), 'ShortWords');

/** The providers; styles come from static files only, see the policy in the server's headers. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Suspense>
          <ShortWords />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
