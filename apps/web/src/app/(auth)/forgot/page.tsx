import { ForgotForm } from "./forgot-form.tsx";

export default function Page() {
  return <ForgotForm />;
}
