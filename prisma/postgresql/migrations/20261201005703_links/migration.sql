-- AlterTable
ALTER TABLE "Channel" ADD COLUMN     "beforeRef" TEXT,
ADD COLUMN     "fromId" TEXT;

-- CreateTable
CREATE TABLE "UsedLink" (
    "id" TEXT NOT NULL,
    "usedAt" TIMESTAMP(3) NOT NULL,
    "ref" TEXT NOT NULL,

    CONSTRAINT "UsedLink_pkey" PRIMARY KEY ("id")
);
