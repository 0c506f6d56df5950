export function TrainScreen() {
  return <section aria-label="Train" />;
}
