-- AlterTable
ALTER TABLE "Channel" ADD COLUMN "beforeRef" TEXT;
ALTER TABLE "Channel" ADD COLUMN "fromId" TEXT;

-- CreateTable
CREATE TABLE "UsedLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "usedAt" DATETIME NOT NULL,
    "ref" TEXT NOT NULL
);
