import { useQuery } from '@tanstack/react-query';
import { signInMethods } from './auth.ts';

/** How the person may sign in; undefined until the server has said it. */
export const useMethods = () => useQuery({ queryKey: ['sign-in-methods'], queryFn: signInMethods }).data;
