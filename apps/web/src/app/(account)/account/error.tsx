"use client";

// Inside the shell, so that whoever is here can go on elsewhere.
export { default } from "~/app/error.tsx";
