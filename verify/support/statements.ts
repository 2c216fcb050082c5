/** The statements of a script, one by one: bodies of functions and of triggers are not cut. */
export function statementsOf(script: string): string[] {
  const statements: string[] = [];
  let open = '';
  for (const piece of script.split(';').slice(0, -1)) {
    open += `${piece};`;
    const inFunction = open.split('$$').length % 2 === 0;
    const inTrigger = /^\s*create trigger\b.*\bbegin\b/s.test(open) && !/\bend;$/.test(open);
    if (inFunction || inTrigger) continue;
    statements.push(open);
    open = '';
  }
  const rest = open + script.slice(script.lastIndexOf(';') + 1);
  return rest.trim() === '' ? statements : [...statements, rest];
}
