-- CreateEnum
CREATE TYPE "SignedHow" AS ENUM ('inTheBot', 'onPaper');

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "addedAt" TIMESTAMP(3),
ADD COLUMN     "notSigningAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Signature" ADD COLUMN     "how" "SignedHow",
ADD COLUMN     "recordedAt" TIMESTAMP(3),
ADD COLUMN     "recordedById" TEXT;
