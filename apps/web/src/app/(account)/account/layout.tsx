import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { viewer } from "~/server/viewer.ts";
import { AccountShell } from "~/shell/account-shell.tsx";
import { chosenTheme } from "~/shell/chosen-theme.ts";
import { Frame } from "~/shell/frame.tsx";

/** The one place that is open to everybody signed in, whatever their workspace asks of them first. */
export default async function Layout({ children }: { children: ReactNode }) {
  const [me, theme] = await Promise.all([viewer(), chosenTheme()]);
  if (!me) redirect("/sign-in?to=/account");
  return (
    <Frame me={me} namespaces={["account", "quality"]}>
      <AccountShell theme={theme}>{children}</AccountShell>
    </Frame>
  );
}
