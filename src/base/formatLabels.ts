/** The label of each format of credentials, for pickers and messages. `t` translates. */
export function formatLabels(t: (text: string) => string) {
  return {
    posix: 'bash, zsh, sh',
    fish: 'fish',
    powershell: 'PowerShell',
    cmd: t('Command Prompt'),
    tcsh: 'tcsh, csh',
    nushell: 'Nushell',
    xonsh: 'xonsh',
    dotenv: '.env',
    process: 'JSON',
    credentialsFile: t('Credentials file'),
  };
}
