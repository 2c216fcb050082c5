import { Dropzone, type DropzoneProps } from '@mantine/dropzone';
import { type ReactNode, useRef } from 'react';
import classes from './FileDrop.module.css';

interface Props extends Omit<DropzoneProps, 'children'> {
  children: ReactNode;
}

/** Where a file is dropped; a button in it chooses one. */
export function FileDrop({ children, ...props }: Props) {
  const open = useRef<() => void>(null);
  return (
    <Dropzone
      {...props}
      role="presentation"
      multiple={false}
      activateOnClick={false}
      activateOnKeyboard={false}
      enablePointerEvents
      openRef={open}
      inputProps={{ 'aria-hidden': true }}
    >
      <button type="button" className={classes.choose} onClick={() => open.current?.()}>
        {children}
      </button>
    </Dropzone>
  );
}
