"use client";
import { useMe } from "~/shell/me.tsx";

export default function Page() {
  const me = useMe();
  return <p className="p-6">{me.account.name}</p>;
}
