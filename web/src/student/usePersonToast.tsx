import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { base } from '../api/base.ts';
import { useManager } from '../shell/manager.ts';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { nameOf, personPath } from './filters.ts';

interface Student {
  id: number;
  name: string;
  email: string;
}

/** A short word that something was done, which leads to the person it was done for, unless their page is open. */
export function usePersonToast(): (message: ReactNode, student: Student) => void {
  const manager = useManager();
  const navigate = useNavigate();
  return (message, student) => {
    const path = personPath(manager.id, student.id);
    if (location.pathname === base + path) return toast(message);
    const open = (e: React.MouseEvent) => {
      if (e.metaKey || e.ctrlKey || e.shiftKey) return;
      e.preventDefault();
      void navigate({ to: path as '/' });
    };
    toast(
      <>
        {message}{' '}
        <a href={base + path} onClick={open}>
          <Sentence text="assign.toPerson" values={{ name: nameOf(student) }} />
        </a>
      </>,
    );
  };
}
