export function SettingsScreen() {
  return <section aria-label="Settings" />;
}
