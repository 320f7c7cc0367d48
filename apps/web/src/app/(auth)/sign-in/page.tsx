import { redirect } from "next/navigation";
import { safePath } from "~/lib/safe-path.ts";
import { viewer } from "~/server/viewer.ts";
import { SignInForm } from "./sign-in-form.tsx";

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { to, error } = await searchParams;
  const next = safePath(typeof to === "string" ? to : null);
  if (await viewer()) redirect(next ?? "/");
  return <SignInForm next={next} said={typeof error === "string" ? error : null} />;
}
