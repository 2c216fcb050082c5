import { SettingError } from '../setting-error.ts';

interface Place {
  host: string;
  port: number;
}

/** Why a server cannot listen where it was told to, by the setting that says where. */
function cannotListen(error: unknown, { host, port }: Place, prefix: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const [hostName, portName] = [`${prefix}HOST`, `${prefix}PORT`];
  if (code === 'EADDRINUSE')
    return new Error(`${portName}: another program listens at ${host}:${port} already; stop it, or set another port`);
  if (code === 'EACCES')
    return new SettingError(`${portName}: this account may not listen at ${host}:${port}; set another port`);
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code ?? ''))
    return new SettingError(`${hostName}: “${host}” is no address of this machine (${code})`);
  return new Error(`${hostName}, ${portName}: cannot listen at ${host}:${port}: ${message}`, { cause: error });
}

/** Awaits the start of a server that listens; `prefix` is that of the settings that say where. */
export async function listening<T>(started: Promise<T>, place: Place, prefix = ''): Promise<T> {
  try {
    return await started;
  } catch (error) {
    throw cannotListen(error, place, prefix);
  }
}
