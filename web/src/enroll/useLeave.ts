import { useMutation } from '@tanstack/react-query';
import { signOut } from '../account/session.ts';

/** Signs out and stays on the page, for another account. */
export const useLeave = () => useMutation({ mutationFn: signOut, onSuccess: () => location.reload() });
