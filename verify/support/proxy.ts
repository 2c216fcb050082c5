import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Trial } from './proof.ts';

/** What happens to one connection. */
export interface Treatment {
  /** Cut it after so many bytes of the answer; 0 cuts before the first. */
  cutAfter?: number;
  delayMs?: number;
  /** Send the request a second time, on a connection of its own, at the same moment. */
  repeat?: boolean;
}

export interface CuttingProxy {
  port: number;
  cuts: number;
  /** Cuts every connection there is. */
  cutAll(): void;
  /** While it is deaf, bytes go nowhere and connections stay open: a network that swallows everything. */
  deaf: boolean;
}

export interface ProxyOptions {
  target: { host: string; port: number };
  /** Decides once for each connection. */
  treat?: () => Treatment;
  /** Looks at what the client sends; true: deliver it, then cut before the answer comes back. */
  cutOn?: (bytes: Buffer) => boolean;
}

/** A TCP proxy on 127.0.0.1 that cuts, delays, repeats and falls silent. */
export async function startProxy(
  trial: Trial,
  { target, treat = () => ({}), cutOn }: ProxyOptions,
): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const proxy = { port: 0, cuts: 0, deaf: false, cutAll };
  function cutAll(): void {
    for (const socket of sockets) socket.destroy();
  }
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    keep(client);
    const { cutAfter, delayMs = 0, repeat } = treat();
    const upstream = keep(connect(target));
    const second = repeat ? keep(connect(target)) : null;
    let passed = 0;
    const cut = () => {
      proxy.cuts++;
      client.destroy();
      upstream.end();
    };
    client.on('data', (bytes: Buffer) => {
      if (proxy.deaf) return;
      const last = cutOn?.(bytes) ?? false;
      upstream.write(bytes, () => last && setTimeout(cut, 5));
      if (last) upstream.removeAllListeners('data').resume();
      second?.write(bytes);
    });
    second?.resume();
    upstream.on('data', (bytes: Buffer) => {
      if (proxy.deaf) return;
      if (cutAfter !== undefined && passed + bytes.length > cutAfter) {
        client.write(bytes.subarray(0, cutAfter - passed));
        return cut();
      }
      passed += bytes.length;
      if (delayMs > 0) setTimeout(() => client.write(bytes), delayMs);
      else client.write(bytes);
    });
    client.on('close', () => setTimeout(() => upstream.destroy(), 50) && second?.end());
    upstream.on('close', () => setTimeout(() => client.destroy(), delayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  trial.cleanUp(() => {
    cutAll();
    server.close();
  });
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}
