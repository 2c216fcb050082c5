interface IconProps {
  /** Pixels of its side. */
  size?: number;
  /** Width of its lines, in the 24 units of its side. */
  stroke?: number;
  className?: string | undefined;
}

/**
 * A component for one drawing of lines; it says nothing to screen readers, because a text stands beside it.
 * @public used by the modules that the build makes
 */
export const icon = (drawing: string) =>
  function Icon({ size = 24, stroke = 2, className }: IconProps) {
    return (
      <svg
        xmlns="http://www.w3.org/2000/svg"
        aria-hidden="true"
        className={className}
        width={size}
        height={size}
        viewBox="0 0 24 24"
        strokeWidth={stroke}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the drawing comes from a package, at build time
        dangerouslySetInnerHTML={{ __html: drawing }}
      />
    );
  };
