import assert from 'node:assert/strict';

/** Nothing may be wrong: each fault is a line. */
export function none(faults) {
  const lines = [...new Set(faults)];
  const more = lines.length > 40 ? `\n  and ${lines.length - 40} more` : '';
  assert.ok(lines.length === 0, `${lines.length} faults:\n  ${lines.slice(0, 40).join('\n  ')}${more}`);
}
