declare module 'virtual:icon/*' {
  const Icon: ReturnType<typeof import('./icon.tsx').icon>;
  export default Icon;
}
