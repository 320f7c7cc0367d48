import { redirect } from "next/navigation";
import { homeOf, viewer } from "~/server/viewer.ts";

export default async function Page() {
  const me = await viewer();
  redirect(me ? homeOf(me) : "/sign-in");
}
