/** Whether what is wrong is a variable of the environment, rather than a key of the files. */
export function isVariable(key: string): boolean {
  return key.startsWith('AWS_');
}
