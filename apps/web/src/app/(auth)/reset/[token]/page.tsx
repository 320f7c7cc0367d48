import { ResetForm } from "./reset-form.tsx";

export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  return <ResetForm token={(await params).token} />;
}
